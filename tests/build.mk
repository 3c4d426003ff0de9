# SPDX-License-Identifier: GPL-2.0
#
# Folders add to UNIT_TESTS (programs that speak TAP), HOST_BATS (bats files
# that need no guest) and GUEST_BATS (those that boot one).

fixture_obj := $(O)/tests/fixture/fixture.o $(filter-out $(O)/tui/main.o \
	$(O)/tui/terminal.o $(O)/tui/loop.o $(O)/tui/options.o,$(tamtop_obj))
tui_tests := format pages screen model app batch worker value

UNIT_TESTS += $(tui_tests:%=$(O)/tests/unit/tui_%_test)
HOST_BATS += tests/unit/tui_cli.bats tests/screens/screens.bats
TEST_TOOLS += $(O)/tests/screens/draw

$(O)/tests/%.o: override CPPFLAGS += -Itui -Itests/fixture

$(O)/tests/unit/tui_%_test: $(O)/tests/unit/tui_%_test.o $(fixture_obj) \
		$(O)/lib/libtamalloc.a
	$(link)
$(tui_tests:%=$(O)/tests/unit/tui_%_test): private LDLIBS = -lcmocka -lpthread

$(O)/tests/screens/draw: $(O)/tests/screens/draw.o $(fixture_obj) \
		$(O)/lib/libtamalloc.a
	$(link)
$(O)/tests/screens/draw: private LDLIBS = -lpthread

.PHONY: unit-programs
unit-programs: $(UNIT_TESTS) $(TEST_TOOLS)
