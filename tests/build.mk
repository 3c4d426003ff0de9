# SPDX-License-Identifier: GPL-2.0
#
# Folders add to UNIT_TESTS (programs that speak TAP), HOST_BATS (bats files
# that need no guest) and GUEST_BATS (those that boot one).

fixture_obj := $(patsubst %.c,$(O)/%.o,$(wildcard tests/fixture/*.c)) \
	$(filter-out %/main.o %/terminal.o %/loop.o %/options.o,$(tamtop_obj))
tui_tests := $(patsubst tests/unit/tui_%_test.c,%,\
	$(wildcard tests/unit/tui_*_test.c))

UNIT_TESTS += $(tui_tests:%=$(O)/tests/unit/tui_%_test)
HOST_BATS += tests/unit/tui_cli.bats tests/unit/tui_operand.bats \
	tests/unit/tui_config.bats \
	tests/unit/tui_batch.bats \
	tests/unit/tui_report_cli.bats tests/unit/tui_json_cli.bats \
	tests/unit/tui_replay_cli.bats \
	tests/unit/tui_prometheus_cli.bats \
	tests/unit/tui_rss.bats \
	tests/unit/tui_identity.bats tests/stress/forks/forks.bats \
	tests/unit/make.bats \
	tests/truth/host.bats \
	$(wildcard tests/screens/*.bats) \
	tests/terminal/terminal.bats tests/terminal/proc.bats \
	tests/terminal/launch.bats tests/terminal/worst.bats \
	tests/terminal/export.bats tests/terminal/signal.bats \
	tests/terminal/record.bats tests/terminal/replay.bats \
	tests/terminal/find.bats tests/terminal/arrange.bats \
	tests/terminal/stopped.bats tests/terminal/limits.bats \
	tests/terminal/bytes.bats tests/unit/tui_bad_days.bats \
	tests/terminal/config.bats \
	tests/unit/tui_dump_cli.bats tests/bench/keys.bats \
	tests/bench/recording.bats tests/bench/check.bats \
	tests/bench/cost.bats \
	tests/fleets/fleets.bats tests/kernel/coverage.bats \
	tests/stress/hostile/hostile.bats \
	$(wildcard tests/packages/*.bats)
TEST_TOOLS += $(O)/tests/screens/draw $(O)/tests/terminal/fixturetop \
	$(O)/tests/terminal/recorded $(O)/tests/bench/keys \
	$(O)/tests/bench/recording

$(O)/tests/%.o: override CPPFLAGS += -Itui -Itests/fixture

$(O)/tests/unit/tui_%_test: $(O)/tests/unit/tui_%_test.o $(fixture_obj) \
		$(O)/lib/libtamalloc.a
	$(link)
$(tui_tests:%=$(O)/tests/unit/tui_%_test): private LDLIBS = -lcmocka -lyajl \
	-linih -lzstd -lm -lpthread

# It reads what the fuzzer found, as the fuzzer does.
$(O)/tests/unit/tui_recording_corpus_test: $(O)/tests/fuzz/recording_fuzz.o

# It answers the calls itself.
$(O)/tests/unit/tui_source_syscall_test: private override LDFLAGS += \
	-Wl,--wrap=list_mem_stats

# The loop itself, with the test between it and the kernel, and its lanes.
$(O)/tests/unit/tui_loop_test: $(O)/tui/app/loop.o
$(O)/tests/unit/tui_loop_test: private override LDFLAGS += -Wl,--wrap=poll \
	-Wl,--wrap=worker_start -Wl,--wrap=worker_request \
	-Wl,--wrap=worker_take -Wl,--wrap=worker_interrupt

# Here the test counts what is asked of the kernel, to stop in the midst of it.
$(O)/tests/unit/tui_stop_test: private override LDFLAGS += -Wl,--wrap=ioctl \
	-Wl,--wrap=pread -Wl,--wrap=readdir

# And here each step of a save may fail.
$(O)/tests/unit/tui_conf_test: private override LDFLAGS += -Wl,--wrap=write \
	-Wl,--wrap=fsync -Wl,--wrap=close -Wl,--wrap=rename \
	-Wl,--wrap=mkostemp -Wl,--wrap=fchmod -Wl,--wrap=fchown \
	-Wl,--wrap=fstat -Wl,--wrap=mkdir -Wl,--wrap=getpwuid \
	-Wl,--wrap=fsetxattr -Wl,--wrap=renameat2 \
	-Wl,--wrap=open_memstream

# And here a signal comes while the file is written.
$(O)/tests/unit/tui_replace_file_test: private override LDFLAGS += \
	-Wl,--wrap=fsync

# And here /proc is a folder of the test's.
$(O)/tests/unit/tui_scripted_proc_test: private override LDFLAGS += \
	-Wl,--wrap=open -Wl,--wrap=opendir -Wl,--wrap=getpwuid_r

# And here the calls of a tamalloc kernel are.
$(O)/tests/unit/tui_scripted_calls_test: private override LDFLAGS += \
	-Wl,--wrap=tamalloc -Wl,--wrap=tamalloc_has \
	-Wl,--wrap=list_mem_stats \
	-Wl,--wrap=getpriority

$(O)/tests/screens/draw: $(patsubst %.c,$(O)/%.o,$(wildcard tests/screens/*.c)) \
		$(fixture_obj) $(O)/lib/libtamalloc.a
	$(link)
$(O)/tests/screens/draw: private LDLIBS = -lyajl -linih -lzstd -lpthread

$(O)/tests/terminal/fixturetop: $(O)/tests/terminal/fixturetop.o \
		$(fixture_obj) $(filter %/terminal.o %/loop.o,$(tamtop_obj)) \
		$(O)/lib/libtamalloc.a
	$(link)
$(O)/tests/terminal/fixturetop: private LDLIBS = -lncursesw -ltinfo -lyajl \
	-linih -lzstd -lpthread

$(O)/tests/terminal/recorded: $(O)/tests/terminal/recorded.o \
		$(fixture_obj) $(O)/lib/libtamalloc.a
	$(link)
$(O)/tests/terminal/recorded: private LDLIBS = -lyajl -linih -lzstd -lpthread

$(O)/tests/bench/keys: $(O)/tests/bench/keys.o $(fixture_obj) \
		$(O)/lib/libtamalloc.a
	$(link)
$(O)/tests/bench/keys: private LDLIBS = -lyajl -linih -lzstd -lpthread

$(O)/tests/bench/recording: $(O)/tests/bench/recording.o $(fixture_obj) \
		$(O)/lib/libtamalloc.a
	$(link)
$(O)/tests/bench/recording: private LDLIBS = -lyajl -linih -lzstd -lpthread

# libFuzzer is of clang, and looks into what is compiled for it: all in a build
# of its own, with no test of make in the way. What it finds goes to the corpus.
fuzz := $(O)/fuzz
fuzz_obj := $(patsubst %.c,$(O)/%.o,tests/fuzz/recording_fuzz.c \
		tests/fixture/fixture_recording.c) \
	$(filter $(O)/tui/data/% $(O)/tui/base/%,$(tamtop_obj))

$(O)/tests/fuzz/recording: $(fuzz_obj)
	$(link)
$(O)/tests/fuzz/recording: private override LDFLAGS += -fsanitize=fuzzer
$(O)/tests/fuzz/recording: private LDLIBS = -lzstd -lpthread

$(O)/tests/fuzz/seed: $(O)/tests/fuzz/seed.o \
		$(filter-out %/recording_fuzz.o,$(fuzz_obj))
	$(link)
$(O)/tests/fuzz/seed: private LDLIBS = -lzstd -lpthread

# Memory in known states, and what tamtop is run under to look at it. Tests on
# the host use them, too, without sanitizers: those reserve 20 TiB.
truth_tools := $(O)/tests/guest/patterns $(O)/tests/guest/oldkernel \
	$(O)/tests/guest/peak
hostile_target := $(O)/tests/stress/hostile/target
plain_tools := $(truth_tools) $(O)/tests/terminal/grow \
	$(O)/tests/terminal/worst $(O)/tests/terminal/relay \
	$(O)/tests/unit/noroom $(hostile_target)
model_bench := $(O)/tests/bench/model $(O)/tests/bench/batch
TEST_TOOLS += $(plain_tools) $(model_bench)

$(plain_tools): override CFLAGS := $(filter-out -fsanitize=%,$(CFLAGS))
$(plain_tools): override LDFLAGS := $(filter-out -fsanitize=%,$(LDFLAGS))
$(plain_tools): %: %.o
	$(link)

$(hostile_target): private LDLIBS = -lpthread

.PHONY: unit-programs
unit-programs: $(UNIT_TESTS) $(TEST_TOOLS)
	@:

# Programs that vm/run starts in the guest, with their library beside them.
guest_tests := $(patsubst tests/guest/%_test.c,%,$(wildcard tests/guest/*_test.c))
GUEST_TESTS += $(guest_tests:%=$(O)/tests/guest/%_test)

$(GUEST_TESTS): private LDLIBS = -lcmocka -lpthread -Wl,-rpath,'$$ORIGIN'
$(O)/tests/guest/%_test: $(O)/tests/guest/%_test.o | \
		$(O)/tests/guest/libcmocka.so.0
	$(link)

# Of tamtop's objects the linker takes what the test needs.
$(O)/tests/guest/sources_test: $(O)/tests/guest/tui.a $(O)/lib/libtamalloc.a
$(O)/tests/guest/tui.a: $(filter-out $(O)/tui/main.o,$(tamtop_obj))
	@mkdir -p $(@D)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

# It finds cmocka beside it, where the tests of the calls are as well.
$(O)/tests/kernel/alloc_failures: private LDLIBS = -lcmocka -Wl,-rpath,'$$ORIGIN'
$(O)/tests/kernel/alloc_failures: $(O)/tests/kernel/alloc_failures.o
	$(link)

$(O)/tests/kernel/races: $(O)/tests/kernel/races.o
	$(link)
$(O)/tests/kernel/races: private override LDFLAGS += -static
$(O)/tests/kernel/races: private LDLIBS = -lpthread

$(O)/tests/guest/touch: $(O)/tests/guest/touch.o $(O)/lib/libtamalloc.a
	$(link)
$(O)/tests/guest/touch: private LDLIBS = -lpthread

# Run in the guest by itself, as the programs above.
$(O)/tests/guest/pageflags: $(O)/tests/guest/pageflags.o
	$(link)

$(O)/tests/guest/libcmocka.so.0:
	@mkdir -p $(@D)
	$(Q)cp -L "$$($(CC) -print-file-name=libcmocka.so.0)" $@

# Static, for it is copied about in the guest, with the setuid bit, too.
storm := $(O)/tests/stress/storm/storm
$(storm): private override LDFLAGS += -static
$(storm): private LDLIBS = -lpthread
$(storm): $(patsubst %.c,$(O)/%.o,$(wildcard tests/stress/storm/*.c) \
		tests/stress/stress.c)
	$(link)

fuzzer := $(O)/tests/stress/fuzz/fuzz
$(fuzzer): private override LDFLAGS += -static
$(fuzzer): private LDLIBS = -lpthread
$(fuzzer): $(patsubst %.c,$(O)/%.o,$(wildcard tests/stress/fuzz/*.c) \
		tests/stress/stress.c)
	$(link)

# Instructions are counted by valgrind, which is no friend of sanitizers.
$(model_bench): %: %.o $(fixture_obj) \
		$(O)/lib/libtamalloc.a
	$(link)
$(model_bench): private LDLIBS = -lyajl -linih -lzstd -lpthread

# What the bench takes along into its guests, all in one piece.
bench_programs := $(addprefix $(O)/tests/bench/,measure crowd sweep shape \
	pagemap alloc kernel cost)
$(bench_programs): private override LDFLAGS += -static
$(bench_programs): private LDLIBS = -lpthread
$(bench_programs): %: %.o $(O)/lib/libtamalloc.a
	$(link)

.PHONY: bench-programs bench bench-check bench-kernel-cost
bench-programs: $(bench_programs)
	@:

# Those that it is compared with come from Debian.
bench: ## measure tamtop and others, and write tests/bench/RESULTS.md (20 minutes)
	$(Q)vm/deps bench
	$(Q)$(MAKE) all guest bench-programs
	$(Q)vm/kernel-build >/dev/null
	$(Q)tests/bench/bench $(O)/tests/bench/counts
	$(Q)tests/bench/results $(O)/tests/bench/counts >$(O)/tests/bench/page
	$(Q)cp $(O)/tests/bench/page tests/bench/RESULTS.md

bench-check: ## measure again: has any count grown by more than 5 %?
	$(Q)vm/deps bench
	$(Q)$(MAKE) all guest bench-programs
	$(Q)vm/kernel-build >/dev/null
	$(Q)tests/bench/bench $(O)/tests/bench/counts
	$(Q)tests/bench/check tests/bench/RESULTS.md $(O)/tests/bench/counts

bench-kernel-cost: $(O)/tests/bench/cost guest ## what the series costs programs that do not use it (10 minutes)
	$(Q)vm/deps all
	$(Q)tests/bench/cost

GUEST_BATS += $(wildcard tests/guest/*.bats tests/terminal/guest_*.bats) \
	tests/stress/storm/storm.bats tests/stress/fuzz/fuzz.bats \
	tests/bench/budgets.bats

.PHONY: guest-programs
guest-programs: $(GUEST_TESTS) $(O)/tests/guest/touch \
		$(O)/tests/kernel/alloc_failures $(O)/tests/kernel/races \
		$(O)/tests/guest/pageflags $(storm) $(fuzzer) $(truth_tools) guest \
		$(O)/tests/terminal/recorded \
		$(bench_programs)
	@:

# All of it. Unit tests and screens run under ASan and UBSan in a build of
# their own; the kernels are built beside them, and the series is compiled in
# other configurations, of which tests/static/kernel.bats tells the result.
asan := $(O)/asan
static_bats := $(wildcard tests/static/*.bats)

.PHONY: test test-long check check-kernel check-selftests
test: ## run all tests
	$(Q)vm/deps all
	$(Q){ trap 'kill $$!; exit' TERM; vm/kernel-build & wait $$!; \
	vm/kernel-build --debug & wait $$!; } >/dev/null & kernel=$$!; \
	vm/kernel-check --quick >/dev/null 2>&1 & check=$$!; \
	trap 'kill $$kernel $$check 2>/dev/null' EXIT; \
	$(MAKE) -j2 O=$(asan) WERROR=1 SANITIZE=address,undefined all \
		unit-programs && \
	$(MAKE) -j2 WERROR=1 all guest-programs $(hostile_target) \
		$(model_bench) && \
	tests/run O=$(asan) $(HOST_BATS) $(UNIT_TESTS:$(O)/%=$(asan)/%) \
		O=$(O) tests/stress/hostile/valgrind.bats \
		tests/terminal/nomemory.bats tests/bench/model.bats \
		tests/bench/batch.bats tests/bench/measure.bats $(static_bats) \
		$(GUEST_TESTS) $(GUEST_BATS) tests/kernel/debug.bats

.PHONY: test-host
test-host: ## the tests of make test that need no guest, under sanitizers
	$(Q)vm/deps all
	$(Q)$(MAKE) -j2 O=$(asan) WERROR=1 SANITIZE=address,undefined all \
		unit-programs
	$(Q)tests/run O=$(asan) $(HOST_BATS) $(UNIT_TESTS:$(O)/%=$(asan)/%)

# Others may add to test-long. HOSTILE_SEED gives the keys of a run again.
MINUTES ?= 30
HOSTILE_SEED ?= $(shell date +%s)
.PHONY: test-long test-hostile
test-long: test-hostile
test-hostile: ## the hostile corner for MINUTES (30), under sanitizers and valgrind
	$(Q)vm/deps all
	$(Q)$(MAKE) -j2 O=$(asan) WERROR=1 SANITIZE=address,undefined all \
		unit-programs
	$(Q)$(MAKE) -j2 WERROR=1 all unit-programs
	$(Q)tests/run HOSTILE_SECONDS=$$(($(MINUTES) * 60)) \
		HOSTILE_SEED=$(HOSTILE_SEED) O=$(asan) \
		tests/stress/hostile/hostile.bats \
		O=$(O) HOSTILE_SECONDS=$$(($(MINUTES) * 12)) \
		tests/stress/hostile/valgrind.bats

.PHONY: fuzz
test-long: fuzz
fuzz: ## read recordings that nobody wrote for MINUTES (30)
	$(Q)vm/deps all
	$(Q)$(MAKE) -j2 O=$(fuzz) CC=clang CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' \
		SANITIZE=address,undefined $(fuzz)/tests/fuzz/recording \
		$(fuzz)/tests/fuzz/seed
	$(Q)mkdir -p $(fuzz)/seeds $(fuzz)/corpus
	$(Q)$(fuzz)/tests/fuzz/seed $(fuzz)/seeds
	$(Q)$(fuzz)/tests/fuzz/recording -max_total_time=$$(($(MINUTES) * 60)) \
		-max_len=20000 -timeout=20 -rss_limit_mb=3000 \
		-artifact_prefix=$(fuzz)/ $(fuzz)/corpus \
		tests/fuzz/corpus-recording $(fuzz)/seeds

# The kernels that look for faults, and whether they would find one.
.PHONY: test-kernels kernel-coverage
test-long: test-kernels
test-kernels: ## planted faults; the calls and a storm on kernels that look for faults
	$(Q)vm/deps all
	$(Q)vm/kernel-build --debug >/dev/null
	$(Q)vm/kernel-build --kcsan >/dev/null
	$(Q)$(MAKE) WERROR=1 guest-programs
	$(Q)tests/run O=$(O) COVERAGE=--strict tests/kernel/planted.bats \
		tests/kernel/debug.bats
	$(Q)tests/run O=$(O) KERNEL=--kcsan tests/kernel/debug.bats

kernel-coverage: ## which lines of the series do its tests run?
	$(Q)vm/deps all
	$(Q)vm/kernel-build --debug >/dev/null
	$(Q)$(MAKE) WERROR=1 guest-programs
	$(Q)tests/run O=$(O) COVERAGE=--strict tests/kernel/debug.bats

# All that goes into their guests.
siege := $(O)/tests/stress/siege
siege_files := $(addprefix $(siege)/,storm fuzz inside strangers strangers.tar)
$(siege)/storm: $(storm)
$(siege)/fuzz: $(fuzzer)
$(siege)/inside: tests/stress/siege/inside
$(siege)/strangers: tests/stress/siege/strangers
$(filter-out %.tar,$(siege_files)):
	@mkdir -p $(@D)
	$(Q)cp $< $@
$(siege)/strangers.tar: tests/bench/peers
	@mkdir -p $(@D)
	$(Q)tests/bench/peers $@ trinity stress-ng

SEED ?= $(shell date +%s)
.PHONY: test-siege
test-long: test-siege
test-siege: ## storm, fuzzer and strangers for MINUTES (30) on each debug kernel
	$(Q)vm/deps all
	$(Q)vm/deps test-long
	$(Q)vm/kernel-build --debug >/dev/null
	$(Q)vm/kernel-build --kcsan >/dev/null
	$(Q)$(MAKE) WERROR=1 guest $(siege_files)
	$(Q): >$(O)/siege.figures
	$(Q)tests/run O=$(O) SIEGE_SECONDS=$$(($(MINUTES) * 60)) SEED=$(SEED) \
		SIEGE_FIGURES=$(O)/siege.figures tests/stress/siege/siege.bats; \
		status=$$?; cat $(O)/siege.figures; exit $$status

check-kernel: $(O)/tests/bench/kernel guest ## compile, read and boot the series in many ways (two hours)
	$(Q)vm/deps all
	$(Q)vm/deps check-kernel
	$(Q)tests/run O=$(O) tests/bench/kernel.bats
	$(Q)vm/kernel-check

check-selftests: guest ## the kernel's own selftests, with the series and without (half an hour)
	$(Q)vm/deps all
	$(Q)vm/deps check-selftests
	$(Q)vm/kernel-selftests

check: ## static analysis only
	$(Q)vm/deps all
	$(Q)tests/run $(static_bats)
