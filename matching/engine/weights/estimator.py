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
        """A transformer with ``fit``, ``transform``, ``get_params`` and ``set_params``.

        The tags say that it reads no array and does not keep its type. What it writes is sparse, so
        ``set_output`` does not apply.
        """

        def __init_subclass__(cls) -> None:
            super().__init_subclass__(auto_wrap_output_keys=None)

        def __sklearn_tags__(self) -> Any:
            tags = super().__sklearn_tags__()
            tags.input_tags.two_d_array = False
            tags.transformer_tags.preserves_dtype = []
            return tags
