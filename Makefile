# For developers. Organisers install with pipx or uv; see README.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
USERS_STAMP := $(VENV)/.installed-for-users
BUILT_FROM := pyproject.toml hatch_build.py $(shell find quizarena rounds -name '*.po') $(wildcard examples/yingbin/* examples/season/*)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable

# Many tests start programs: without bytecode on disk each of them would compile the library anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := test
.PHONY: help demo test docs packages app oldest newest links full afternoon machines pictures screens hall-pictures secrecy check bench scale soak thorough buzzers faults mutation format clean

help:  ## say what each target does
	@sed -n 's/^\([a-z-]*\):.*## */\1 /p' $(MAKEFILE_LIST) | \
	while read -r target about; do printf '%-15s %s\n' "$$target" "$$about"; done

demo: $(USERS_STAMP)  ## try the example contest on this terminal; without one, play its story and print the standings
	@$(BIN)/quizarena demo

test: $(STAMP)  ## run the tests
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

afternoon: $(STAMP)  ## play the whole story through five real terminals, by keys only; about two minutes
	@$(BIN)/python -m pytest -q -m afternoon tests/terminal/together

machines: $(STAMP)  ## play the story on PostgreSQL between two machines, terminals and browsers; some minutes, as root
	@$(BIN)/python -m pytest -q -m machines tests/terminal/together tests/web/test_story_browser.py

pictures: $(STAMP)  ## draw the READMEs' pictures of the screens anew
	@$(BIN)/python docs/pictures.py

screens: $(STAMP)  ## write every screen of the terminal into build/screens, in four sizes, two languages and three themes
	@$(BIN)/python -m tests.terminal.every_screen build/screens

hall-pictures: $(STAMP)  ## photograph board, phones and tablet in every state into build/hall, the READMEs' pictures anew; needs chromium
	@$(BIN)/python docs/web_pictures.py build/hall
	@$(BIN)/python docs/phone_pictures.py build/hall
	@$(BIN)/python docs/hall_pictures.py

docs: $(STAMP)  ## make the documentation's site, in build/site; a link that leads nowhere fails
	@$(INSTALL) '.[docs]'
	@for language in en zh; do \
		$(BIN)/sphinx-build --quiet --fail-on-warning --tag $$language --doctree-dir build/doctrees/$$language docs build/site/$$language || exit 1; \
	done
	@cp docs/site.html build/site/index.html

packages: $(STAMP)  ## build sdist and wheel into dist, the wheel from the sdist, and check what is in them
	@$(INSTALL) '.[packages]'
	@rm -rf dist
	@$(BIN)/python -m build --outdir dist .
	@$(BIN)/check-wheel-contents --toplevel quizarena,quizarena_rounds dist/*.whl
	@$(BIN)/twine check --strict dist/*
	@$(BIN)/pyroma --min 10 dist/*.tar.gz

app: $(STAMP)  ## build the single executable, dist/quizarena, and try it where there is no Python
	@$(INSTALL) '.[app]'
	@$(BIN)/python -m PyInstaller --noconfirm --log-level WARN --workpath build/app --distpath dist packaging/app.spec
	@bash packaging/try_app.sh dist/quizarena

oldest: $(STAMP)  ## run the tests with the oldest libraries that pyproject.toml allows
	@bash packaging/try_versions.sh lowest-direct 3.11

newest: $(STAMP)  ## run the tests with the newest libraries, on every Python that is to be had
	@bash packaging/try_versions.sh highest 3.11 3.12 3.13 3.14

links: $(STAMP)  ## ask the addresses outside that pages name whether they answer; without a net nothing is asked
	@$(BIN)/python -m tests.outside_links

full: $(STAMP)  ## all that a release wants beside .ci/run, to the end, then what failed: a working day
	@failed=; for target in docs packages links app afternoon machines secrecy soak buzzers oldest newest faults mutation; do \
		echo "== $$target"; $(MAKE) --no-print-directory $$target || failed="$$failed $$target"; done; \
	[ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }

secrecy: $(STAMP)  ## walk every address of the hall as every seat at every record of the story; the best part of an hour
	@QUIZARENA_SECRECY=every $(BIN)/python -m pytest -q -n auto --timeout 900 tests/web/test_secrecy.py

check: $(STAMP)  ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

buzzers: $(STAMP)  ## press buzzers 100,000 times on simulated lines, 200 times in browsers (needs chromium): no answer may be sure and wrong; ten minutes
	@$(BIN)/python -m tests.sessions.simulated_buzzers
	@$(BIN)/python -m tests.web.pressed

faults: $(STAMP)  ## cut the power 10,000 times, strike files and servers with every other fault, play each contest on 200 days of random deeds; an hour (ONLY=days: that series alone)
	@$(BIN)/python -m tests.faults --cuts 10000 $(if $(ONLY),--only $(ONLY))

bench: $(STAMP)  ## measure beside what a user would pick instead, or beside another revision (AGAINST=REV); some minutes
	@$(INSTALL) '.[bench]'
	@$(BIN)/python -m tests.benchmarks $(if $(AGAINST),--against $(AGAINST))

thorough: $(STAMP)  ## run the tests with random examples by the thousand and every walk whole; hours
	@HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -q -n auto --dist worksteal -o timeout=7200

scale: $(STAMP)  ## 200 contests at once on one PostgreSQL, and 2,000 viewers of one behind nginx (installed from Debian if missing)
	@$(BIN)/python -m tests.scale

soak: $(STAMP)  ## show 10,000 scenes to one board, break its line, let pages come and go: nothing may grow; needs chromium; half an hour
	@$(BIN)/python -m tests.web.soak

mutation: $(STAMP)  ## change the scoring core in one place at a time and print what no test noticed; an hour or more
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutation]'
	@$(BIN)/python -m tests.mutation

format: $(STAMP)  ## rewrite the sources as `check` wants them
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## take away what was built, the environment too
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find quizarena rounds -name '*.mo' -delete

$(BIN)/python:
	@echo "第一次要装依赖，约一分钟"
	@echo "first run installs dependencies, about a minute"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "QuizArena needs Python 3.11 or later; try: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

# An editable install makes catalogues and demo too, so a change of what they are made from asks for it again.
$(USERS_STAMP): $(BUILT_FROM) | $(BIN)/python
	@$(INSTALL) '.[tui,bigtext,web]'
	@touch $@

$(STAMP): $(BUILT_FROM) | $(BIN)/python
	@$(INSTALL) '.[dev]'
	@touch $@ $(USERS_STAMP)
