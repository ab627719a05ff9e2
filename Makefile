# SPDX-License-Identifier: GPL-2.0
# treewide: `make help` lists the targets. V=1 shows the commands; DEVELOPER=1 is the strict build,
# in build/dev.

VERSION := $(shell cat VERSION)
LIBS    := libgit2 sqlite3 jansson libelf libcurl
# The least version of each. libgit2 and libelf: of Debian 12, the oldest that was tried. sqlite3: for
# unixepoch(). jansson: for json_sprintf(). libcurl: for CURLOPT_PROTOCOLS_STR.
LEAST   := 'libgit2 >= 1.5' 'sqlite3 >= 3.38' 'jansson >= 2.11' 'libelf >= 0.188' 'libcurl >= 7.85'

prefix  ?= /usr/local
bindir  ?= $(prefix)/bin
datadir ?= $(prefix)/share
mandir  ?= $(datadir)/man
unitdir ?= $(prefix)/lib/systemd/user

CC      := gcc
CLANG   ?= clang
# The sanitizers' build compiles in half the time with -O1; `make analyze` has what -O2 warns of.
CFLAGS  ?= $(if $(DEVELOPER),-O1,-O2) -g
JOBS    ?= $(shell nproc)

# Not taken: -Wcast-qual (argv of posix_spawn); -Wunused-parameter and
# -Wmissing-field-initializers (callbacks and tables of libraries).
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wmissing-declarations -Wredundant-decls -Wwrite-strings -Wformat=2 -Wvla -Wundef \
	-Wpointer-arith -Wcast-align -Winit-self -Wimplicit-fallthrough -Wlogical-op \
	-Wduplicated-cond -Wduplicated-branches -Wno-unused-parameter -Wno-missing-field-initializers

ifdef DEVELOPER
BUILD   := build/dev
MODE    := -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else ifdef COVERAGE
BUILD   := build/coverage
MODE    := -O0 --coverage -fprofile-update=atomic
else
BUILD   := build
MODE    := -D_FORTIFY_SOURCE=2 -fstack-protector-strong
endif

DEFINES := -D_GNU_SOURCE -DTREEWIDE_MANDIR='"$(mandir)"' -DTREEWIDE_DATADIR='"$(datadir)/treewide"' -DTREEWIDE_VERSION='"$(VERSION)"'
# pkg-config is asked when something is compiled, for `make check` may have to install it first.
LIB_CFLAGS = $(shell pkg-config --cflags $(LIBS))
LIB_LDLIBS = $(shell pkg-config --libs $(LIBS))
COMPILE  = $(CC) -std=gnu17 $(WARNINGS) -Isrc $(DEFINES) $(CPPFLAGS) $(CFLAGS) $(MODE)

SRC     := $(sort $(wildcard src/*/*.c))
OBJ     := $(SRC:src/%.c=$(BUILD)/obj/%.o)
MODULES := $(filter-out %/main.o,$(OBJ))
ARCHIVE := $(BUILD)/treewide.a
BIN     := $(BUILD)/treewide
# `make check-unit T=outline` and `make check-system T=60-send` run one test.
UNIT    := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/*/test_$(or $(T),*).c)))
SYSTEM  := $(sort $(wildcard tests/system/$(or $(T),*).sh))
# For `make coverage`: those that compile little, and between them run every command.
CHEAP   := $(patsubst %,tests/system/%.sh,13-manual 20-plan 23-status 30-generate 61-mail 80-init 81-report \
	90-bad-input 93-state)
FUZZ    := $(patsubst %.c,$(BUILD)/%,$(filter-out %/driver.c,$(sort $(wildcard tests/fuzz/*.c))))
ANALYZE := $(SRC:src/%.c=build/analyze/%.o)
# By the names that io_find_data() asks for; and what treewide-nightly runs.
DATA    := $(wildcard cocci series configs skeleton schemas src/query.mk ci/watch.py)
MAN     := $(sort $(wildcard man/*.[1-8]))
C_FILES := $(sort $(wildcard src/*/*.[ch] tests/unit/*.[ch] tests/unit/*/*.[ch] tests/fuzz/*.[ch]))
# Shell is what says so in its first line; tests/world and tests/freebsd hold pieces of a kernel.
SHELL_FILES = $(shell find $(wildcard ci .ci tests series cocci) -path tests/world -prune -o -path tests/freebsd -prune -o -type f \
	-exec awk 'FNR == 1 && /^.!.*[\/ ](ba|da)?sh( |$$)/ { print FILENAME } { nextfile }' {} +)

PYTHON_FILES = $(shell grep -lE '^.!.*python3' $$(find ci tests -path tests/world -prune -o -type f -print))

Q        = $(if $(V),,@)
say      = $(if $(V),,@printf '%-8s%s\n' $(1) $(2))
# 99 is no exit code of treewide: no test can take a finding of the sanitizers for an answer.
TEST_ENV = TREEWIDE=$(abspath $(BIN)) CMOCKA_MESSAGE_OUTPUT=TAP \
	ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
# $(1): options of prove; $(2): the tests; $(3): options of ci/contain. Tests write nowhere but into
# folders of their own; what CPU each took is in build/check/tests/.
prove    = @mkdir -p build/check/tests && $(if $(strip $(2)),$(TEST_ENV) ci/contain $(3) prove --comments --timer \
	-e ci/run-test $(1) $(2) 8>build/check/tests/$@,echo 'Files=0, Tests=0, none here')
# A name that no test has is no success.
needs_tests = $(if $(T),$(if $(strip $(1)),,@echo 'make $@: no test is called $(T)' >&2; exit 2))
CACHE    = $${XDG_CACHE_HOME:-$$HOME/.cache}/treewide
parallel = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))
make     = $(MAKE) --no-print-directory $(parallel)

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all coverage check check-fast check-sanitized check-linux check-linux-quick check-unit check-rules check-system \
	check-fuzz check-format check-layers check-names check-sizes check-house check-deletes check-shell check-man check-vacuous \
	check-debian12 check-debian13 check-nightly check-cluster analyze demo bench \
	install dist deb format help clean FORCE

all: $(BIN) ## build treewide (the default)

$(BIN): $(OBJ)
	$(call say,LINK,$@)
	$(Q)$(COMPILE) $(LDFLAGS) -o $@ $(OBJ) $(LIB_LDLIBS) $(LDLIBS)

$(BUILD)/obj/%.o: src/%.c $(BUILD)/flags
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) $(LIB_CFLAGS) -MMD -MP -c -o $@ $<

# The assembler reads these, so that no compiler tells of them.
$(BUILD)/obj/page/assets.o build/analyze/page/assets.o: src/page/page.css src/page/page.js

# New only when the command line is, so that another prefix or VERSION compiles everything anew.
$(BUILD)/flags: FORCE
	@pkg-config --print-errors --exists $(LEAST) || { \
		echo "treewide needs:" $(LEAST) >&2; echo 'on Debian: run ci/setup build' >&2; false; }
	@mkdir -p $(@D)
	@printf '%s\n' $(COMPILE) >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

## tests ##

STEPS_FAST := check-layers check-names check-sizes check-house check-deletes check-unit check-rules
STEPS := $(STEPS_FAST) check-format check-shell check-man check-fuzz
# These two lanes run side by side, for the tests of both wait a lot.
STEPS_BESIDE := analyze check-linux-quick
# Every step runs, whatever the others say; ci/count judges and has the last line.
steps     = for step in $(1); do ci/step build/check $$step $(make) $$step || :; done
run_steps = +@rm -rf build/check; $(call steps,$(1)); ci/count build/check

check: ## every check that takes minutes; installs missing packages; last line: N passed, N failed
	@ci/setup check
	+@rm -rf build/check; $(call steps,$(STEPS)); \
		{ $(call steps,$(STEPS_BESIDE)); } >build/check.beside 2>&1 & \
		$(call steps,check-system); wait; cat build/check.beside; ci/count build/check

check-fast: ## the checks that take seconds: layers, names, sizes, unit tests with sanitizers, rules
	$(call run_steps,$(STEPS_FAST))

# Unit tests and fuzz corpora always run under sanitizers, for that is cheap; the program starts
# four times slower so, and `make check-sanitized` is where the system tests do.
ifdef DEVELOPER
check-unit: $(UNIT) ## unit tests; T=NAME: only tests/unit/*/test_NAME.c
	$(call needs_tests,$(UNIT))
	$(call prove,-j$(JOBS),$(UNIT))

check-fuzz: $(FUZZ) ## replay the corpus of every fuzz target
	$(call prove,-j$(JOBS),$(FUZZ))
else
check-unit check-fuzz:
	+@$(make) DEVELOPER=1 $@
endif

check-system: $(BIN) ## system tests; T=NAME: only tests/system/NAME.sh
	$(call needs_tests,$(SYSTEM))
	@ci/browser >/dev/null || echo 'no browser: the test that looks at the page is skipped'
	@ci/sarif-schema >/dev/null || echo 'no schema of SARIF: the test against it is skipped'
	$(call prove,-j$(JOBS),$(SYSTEM))

check-rules: ## test every semantic patch
	$(call prove,,$(wildcard tests/rules.sh))

check-vacuous: ## system tests fail with programs that are no treewide
	@ci/check-vacuous

check-linux-quick: $(BIN) ## the quick tests on a real kernel
	@ci/base 6.12 >/dev/null
	@ci/base 7.2 >/dev/null || echo 'no Linux 7.2: its test is skipped'
	$(call prove,-j$(JOBS),$(sort $(wildcard tests/linux/quick-*.sh)),-w $(CACHE))

check-linux: $(BIN) ## all tests on a real kernel: long
	@ci/setup linux
	@ci/base 6.12 6.1 7.2 >/dev/null
	$(call prove,,$(sort $(wildcard tests/linux/[0-9]*.sh tests/linux/quick-*.sh)),-n -w $(CACHE))

# slurmctld resolves its own name only where there is a network; what it opens is on 127.0.0.1.
check-cluster: $(BIN) ## a proof by four nodes of Slurm on this machine, with all that can go wrong there: long
	@ci/setup cluster || echo 'the tests of which something is missing are skipped' >&2
	$(call prove,,$(sort $(wildcard tests/cluster/$(or $(T),[0-9]*).sh)),-n -w $(CACHE))

check-sanitized: export DEVELOPER := 1
check-sanitized: ## all that runs the program, under sanitizers: before a release, and nightly
	@ci/setup check
	$(call run_steps,check-unit check-system check-fuzz check-linux-quick)

# A test links the modules that it needs, not all of them.
$(ARCHIVE): $(MODULES)
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcsT $@ $(MODULES)

$(BUILD)/tests/unit/%: tests/unit/%.c $(ARCHIVE)
	$(call say,TEST,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -Itests/unit $(LIB_CFLAGS) -MMD -MP -o $@ $< $(ARCHIVE) $(LIB_LDLIBS) \
		-lcmocka

# Nothing declares LLVMFuzzerTestOneInput but its caller.
$(BUILD)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/driver.c $(ARCHIVE)
	$(call say,FUZZ,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -Wno-missing-prototypes -Wno-missing-declarations $(LIB_CFLAGS) -o $@ \
		$< tests/fuzz/driver.c $(ARCHIVE) $(LIB_LDLIBS)

fuzz-%: tests/fuzz/%.c | setup-fuzz ## build the libFuzzer program build/fuzz/NAME
	$(call say,FUZZ,$<)
	$(Q)mkdir -p build/fuzz
	$(Q)$(CLANG) -std=gnu17 -Isrc $(DEFINES) $(LIB_CFLAGS) -O1 -g -fsanitize=fuzzer,address \
		-o build/fuzz/$* $< $(filter-out %/main.c,$(SRC)) $(LIB_LDLIBS)
	@mkdir -p build/fuzz/$*.found
	@echo 'now: build/fuzz/$* build/fuzz/$*.found tests/fuzz/corpus/$*'

check-layers: ## modules include only what stands before them in src/LAYERS, by the doors
	@ci/check-layers

check-names: ## a name means one thing in the whole tree
	@ci/check-names

check-sizes: ## sizes of files and functions, no goto, no printing below the commands
	@ci/check-sizes

check-house: ## words to read before a first change, ladders of results, modules without a unit test
	@ci/check-house

check-deletes: ## scripts delete by one guarded word only
	@ci/check-deletes $(filter ci/% .ci/% tests/%,$(SHELL_FILES) $(PYTHON_FILES))

# SC2015: `a && b || fail ...` is how these scripts speak; fail does not return. SC2119, SC2120: words of
# lib.sh may be said without an argument.
check-shell: ## shellcheck
	@shellcheck -x -P SCRIPTDIR -e SC2015,SC2119,SC2120 $(SHELL_FILES)

# What mandoc says of pages that are not installed here is no finding; tests/system/13-manual.sh looks
# for our own.
check-man: ## lint the man pages
	@! mandoc -T lint $(MAN) 2>/dev/null | grep -v 'referenced manual not found'

format: ## format the C sources
	@ci/format $(C_FILES)

check-format: ## the C sources are formatted
	@ci/format --check $(C_FILES)

# cppcheck is shown jansson.h for its loop macros, and no other header of a library. What is suppressed is
# no finding: newer ones say that they did not follow each branch.
analyze: $(ANALYZE) ## gcc -fanalyzer and cppcheck
	@mkdir -p build/cppcheck
	@cppcheck --quiet --error-exitcode=1 --cppcheck-build-dir=build/cppcheck -j$(JOBS) \
		--enable=warning,performance,portability --std=c11 --inline-suppr \
		--suppress=normalCheckLevelMaxBranches $(DEFINES) -Isrc \
		--include=$(shell pkg-config --variable=includedir jansson)/jansson.h src

# Without malloc-leak: gcc 12 takes every element that a list owns for lost. LeakSanitizer looks for
# leaks in all tests instead.
# job.c: gcc 14 takes the copies that dup2() makes for a child for lost descriptors.
build/analyze/lib/job.o: CFLAGS += -Wno-analyzer-fd-leak
build/analyze/%.o: src/%.c Makefile
	$(call say,ANALYZE,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) $(LIB_CFLAGS) -Werror -fanalyzer -Wno-analyzer-malloc-leak \
		-MMD -MP -c -o $@ $<

## other releases of Debian, and the nights of this project ##

# In a root of that release, made once; what is not committed is not seen.
check-debian12: ## `make check` on Debian 12, as root
check-debian13: ## `make check` on Debian 13, as root
check-debian12 check-debian13: check-debian%:
	@ci/setup root
	@ci/in-root $* make check

STEPS_NIGHTLY := check-debian13 check-sanitized check-vacuous check-cluster check-linux
check-nightly: ## what takes longer than `make check`, each night: Debian 13, sanitizers, all tests on a real kernel
	$(call run_steps,$(STEPS_NIGHTLY))

# What a target needs of ci/packages. Where there is no dpkg, it is there or it is not.
setup-%: FORCE
	@! command -v dpkg-query >/dev/null || ci/setup $*

ifndef DEVELOPER
check-fast check-unit check-rules check-fuzz: | setup-unit
check-system: | setup-system
endif
check-linux-quick: | setup-system
check-shell: | setup-shell
check-man: | setup-man
check-format format: | setup-format
analyze $(ANALYZE): | setup-analyze
bench: | setup-demo

## the rest ##

demo: ## show what treewide does; installs missing packages
	@ci/setup demo
	+@$(make) all
	@TREEWIDE=$(abspath $(BIN)) ci/demo

bench: $(BIN) ## measure; PARTS="cpu small" only these
	@TREEWIDE=$(abspath $(BIN)) ci/bench $(PARTS)

# Run with what is built for that, and with nothing else: the counts are of this run.
ifdef COVERAGE
coverage: $(BIN) $(UNIT)
	@find $(BUILD) -name '*.gcda' -exec rm {} +
	$(call prove,-j$(JOBS),$(UNIT) $(CHEAP),-w $(BUILD)) || echo 'the counts are of tests that failed' >&2
	@ci/coverage $(BUILD)/obj $(SRC)
else
coverage: | setup-system ## which lines unit tests and the cheap system tests run: wing, lines, covered %
	+@$(make) COVERAGE=1 $@
endif

compile_commands.json: FORCE ## how each source is compiled, for clangd
	@ci/compile-commands $(filter %.c,$(C_FILES)) -- $(COMPILE) -Itests/unit $(LIB_CFLAGS) >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

install: $(BIN) ## install below DESTDIR and prefix
	install -D -m 755 $(BIN) $(DESTDIR)$(bindir)/treewide
	for page in $(MAN); do \
		install -D -m 644 -t $(DESTDIR)$(mandir)/man$${page##*.} $$page || exit; done
	install -D -m 644 completion/treewide.bash \
		$(DESTDIR)$(datadir)/bash-completion/completions/treewide
	install -D -m 644 -t $(DESTDIR)$(datadir)/zsh/site-functions completion/_treewide
	install -D -m 644 -t $(DESTDIR)$(datadir)/fish/vendor_completions.d completion/treewide.fish
	install -d $(DESTDIR)$(bindir)
	sed $(foreach part,lib night watch,-e '/^\. .*\/$(part)\.sh"$$/{r ci/$(part).sh' -e 'd}') \
		ci/nightly >$(DESTDIR)$(bindir)/treewide-nightly
	chmod 755 $(DESTDIR)$(bindir)/treewide-nightly
	install -d $(DESTDIR)$(datadir)/treewide $(DESTDIR)$(unitdir)
	for unit in ci/systemd/*; do \
		sed 's,/usr/local/bin,$(bindir),' $$unit >$(DESTDIR)$(unitdir)/$${unit##*/} || exit; done
	cp -R --parents $(DATA) $(DESTDIR)$(datadir)/treewide

# What is committed, and nothing of this machine or of now: the same bytes each time.
DIST := build/treewide-$(VERSION).tar.xz
dist: ## the sources of HEAD as build/treewide-VERSION.tar.xz, the same bytes each time
	@mkdir -p build
	@git rev-parse --verify --quiet HEAD >/dev/null || { echo 'make dist: needs a checkout of git' >&2; false; }
	$(Q)git -c tar.umask=0022 archive --format=tar --prefix=treewide-$(VERSION)/ HEAD >$(DIST:.xz=)
	$(Q)xz -9 --force --threads=1 $(DIST:.xz=)
	@sha256sum $(DIST)

deb: ## build/treewide_VERSION_ARCH.deb of HEAD, looked at by lintian; installs missing packages
	@ci/setup deb
	@ci/deb

help: ## list the targets
	@sed -n 's/^\([a-z0-9%._-]*\):.* ## /\1\t/p' Makefile | expand -t 24

clean: ## remove build/
	rm -rf build

-include $(wildcard $(BUILD)/obj/*/*.d $(BUILD)/tests/unit/*/*.d build/analyze/*/*.d)
