# What `make check` runs, two at a time: the types need one core, and installing Django 6 another.
.PHONY: all style types walls templates migrations translations django6
all: types django6 style walls templates migrations translations

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

walls:
	$(BIN)/lint-imports

templates:
	$(BIN)/djlint --check --lint templates

migrations:
	DJANGO_SETTINGS_MODULE=ydeu.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

translations:
	$(BIN)/python .ci/translations.py

django6:
	$(BIN)/python .ci/django6.py
