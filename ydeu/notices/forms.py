from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from ydeu.notices import topics
from ydeu.notices.enums import Choice, NoticeKind
from ydeu.notices.topics import Topic


class PreferencesForm(forms.Form):
    """One choice for each kind of notice that people may turn off."""

    def __init__(self, *args: Any, choices: dict[NoticeKind, Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for _topic, kinds in topics.by_topic():
            for kind in kinds:
                self.fields[kind.value] = forms.ChoiceField(
                    label=kind.label, choices=Choice.choices, initial=choices[kind], required=False
                )

    def by_topic(self) -> Iterator[tuple[Topic, list[BoundField]]]:
        for topic, kinds in topics.by_topic():
            yield topic, [self[kind.value] for kind in kinds]

    @property
    def chosen(self) -> dict[NoticeKind, Choice]:
        """The changed choices. A button may set all kinds at once."""
        if self.data.get("all") in Choice.values:
            return {NoticeKind(name): Choice(self.data["all"]) for name in self.fields}
        answered = {name: self.cleaned_data[name] for name in self.changed_data}
        return {NoticeKind(name): Choice(code) for name, code in answered.items() if code}
