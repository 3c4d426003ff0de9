# SPDX-License-Identifier: GPL-2.0

BINDIR ?= $(PREFIX)/bin

# All but main: the unit tests link it too.
demo-objs := $(patsubst demo/%.c,$(O)/demo/%.o,\
	$(filter-out demo/main.c,$(wildcard demo/*.c))) \
	$(COMMON_OBJS)

all: $(O)/demo/tamdemo

$(O)/demo/tamdemo: $(O)/demo/main.o $(demo-objs) $(LIBTAMALLOC)
	$(link)

$(O)/demo/tamdemo: private LDLIBS = -lpthread

UNIT_TESTS += $(O)/tests/unit/demo_test
$(O)/tests/unit/demo_test: $(O)/tests/unit/demo_test.o $(demo-objs) \
		$(LIBTAMALLOC)
	$(link)
$(O)/tests/unit/demo_test: private LDLIBS = -lcmocka -lpthread
UNIT_TESTS += $(O)/tests/unit/demo_heap_test
$(O)/tests/unit/demo_heap_test: $(O)/tests/unit/demo_heap_test.o $(demo-objs) \
		$(LIBTAMALLOC)
	$(link)
$(O)/tests/unit/demo_heap_test: private LDLIBS = -lcmocka -lpthread
UNIT_TESTS += $(O)/tests/unit/demo_trial_test
$(O)/tests/unit/demo_trial_test: $(O)/tests/unit/demo_trial_test.o \
		$(demo-objs) $(LIBTAMALLOC)
	$(link)
$(O)/tests/unit/demo_trial_test: private LDLIBS = -lcmocka -lpthread
HOST_BATS += tests/unit/demo_cli.bats tests/unit/demo_heap.bats

.PHONY: install-demo
install: install-demo
install-demo: $(O)/demo/tamdemo
	$(say) INSTALL tamdemo
	$(Q)$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1
	$(Q)$(INSTALL) -m 755 $(O)/demo/tamdemo $(DESTDIR)$(BINDIR)
	$(Q)$(INSTALL) -m 644 demo/tamdemo.1 $(DESTDIR)$(MANDIR)/man1
