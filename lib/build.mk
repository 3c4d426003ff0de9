# SPDX-License-Identifier: LGPL-2.1-or-later
#
# libtamalloc: programs of this tree link $(LIBTAMALLOC), others the .so.

VERSION ?= 0.1.0
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
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

.PHONY: install-lib
install: install-lib
install-lib: $(LIBTAMALLOC) $(lib-so)
	$(say) INSTALL libtamalloc
	$(Q)$(INSTALL) -d $(DESTDIR)$(INCLUDEDIR)/tamalloc \
		$(DESTDIR)$(LIBDIR)/pkgconfig \
		$(DESTDIR)$(MANDIR)/man2 $(DESTDIR)$(MANDIR)/man3
	$(Q)$(INSTALL) -m 644 lib/include/tamalloc.h $(DESTDIR)$(INCLUDEDIR)
	$(Q)$(INSTALL) -m 644 lib/include/tamalloc/memstat.h \
		$(DESTDIR)$(INCLUDEDIR)/tamalloc
	$(Q)$(INSTALL) -m 644 $(LIBTAMALLOC) $(DESTDIR)$(LIBDIR)
	$(Q)$(INSTALL) -m 755 $(lib-so) $(DESTDIR)$(LIBDIR)
	$(Q)ln -sf $(notdir $(lib-so)) $(DESTDIR)$(LIBDIR)/libtamalloc.so
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@VERSION@|$(VERSION)|' lib/libtamalloc.pc.in \
		>$(DESTDIR)$(LIBDIR)/pkgconfig/libtamalloc.pc
	$(Q)$(INSTALL) -m 644 $(wildcard lib/man/*.2) $(DESTDIR)$(MANDIR)/man2
	$(Q)ln -sf get_mem_stats.2 $(DESTDIR)$(MANDIR)/man2/get_total_mem_stats.2
	$(Q)$(INSTALL) -m 644 $(wildcard lib/man/*.3) $(DESTDIR)$(MANDIR)/man3
