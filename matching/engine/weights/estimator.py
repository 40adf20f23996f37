"""The base class of the engine's scikit-learn estimators, with the types that scikit-learn does not ship."""

from typing import TYPE_CHECKING, Any

from sklearn.base import BaseEstimator, TransformerMixin

if TYPE_CHECKING:

    class Estimator:
        """The methods of ``TransformerMixin`` and ``BaseEstimator`` that a type checker needs to know."""

        def get_params(self, deep: bool = True) -> dict[str, Any]: ...
        def set_params(self, **params: Any) -> "Estimator": ...
        def __sklearn_tags__(self) -> Any: ...

else:

    class Estimator(TransformerMixin, BaseEstimator):
        """A transformer with ``fit``, ``transform``, ``get_params`` and ``set_params``."""
