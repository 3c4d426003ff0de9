# SPDX-License-Identifier: LGPL-2.1-or-later
#
# libtamalloc: programs of this tree link $(LIBTAMALLOC), others the .so.

AR ?= ar

LIBTAMALLOC := $(O)/lib/libtamalloc.a
lib-so := $(O)/lib/libtamalloc.so.1
lib-objs := $(O)/lib/abi.o $(O)/lib/calls.o

all: $(LIBTAMALLOC) $(lib-so)

$(lib-objs): override CFLAGS += -fPIC

$(LIBTAMALLOC): $(lib-objs)
	$(say) AR $@
	$(Q)rm -f $@
	$(Q)$(AR) rcsD $@ $^

# A sanitizer's runtime may come with the program: then leave it undefined.
$(lib-so): $(lib-objs) lib/libtamalloc.map
	$(say) LD $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(@F) \
		-Wl,--version-script=lib/libtamalloc.map \
		$(if $(SANITIZE),,-Wl$(comma)-z$(comma)defs) \
		-o $@ $(lib-objs)
comma := ,

# The test counts how often the ABI file is opened.
UNIT_TESTS += $(O)/tests/unit/lib_test
$(O)/tests/unit/lib_test: $(O)/tests/unit/lib_test.o $(LIBTAMALLOC)
	$(link)
$(O)/tests/unit/lib_test: private override LDFLAGS += -Wl,--wrap=open
$(O)/tests/unit/lib_test: private LDLIBS = -lcmocka
HOST_BATS += tests/unit/lib_files.bats

# It tells where the rest is installed to, so it's made anew where that differs.
lib-pc := $(O)/lib/libtamalloc.pc
.PHONY: force
$(lib-pc): lib/libtamalloc.pc.in force
	@mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(VERSION)|' \
		$< >$@.new
	$(Q)cmp -s $@.new $@ || cp $@.new $@
	$(Q)rm $@.new

install-parts += lib
install-lib = 644:lib/include/tamalloc.h:$(INCLUDEDIR)/tamalloc.h \
	644:lib/include/tamalloc/memstat.h:$(INCLUDEDIR)/tamalloc/memstat.h \
	644:$(LIBTAMALLOC):$(LIBDIR)/$(notdir $(LIBTAMALLOC)) \
	644:$(lib-so):$(LIBDIR)/$(notdir $(lib-so)) \
	link:$(notdir $(lib-so)):$(LIBDIR)/libtamalloc.so \
	644:$(lib-pc):$(LIBDIR)/pkgconfig/libtamalloc.pc \
	$(foreach page,$(sort $(wildcard lib/man/*.[23])),\
	644:$(page):$(MANDIR)/man$(patsubst .%,%,$(suffix $(page)))/$(notdir $(page))) \
	link:get_mem_stats.2:$(MANDIR)/man2/get_total_mem_stats.2
install-folders += $(INCLUDEDIR)/tamalloc
