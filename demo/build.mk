# SPDX-License-Identifier: GPL-2.0

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

install-parts += demo
install-demo = 755:$(O)/demo/tamdemo:$(BINDIR)/tamdemo \
	644:demo/tamdemo.1:$(MANDIR)/man1/tamdemo.1
