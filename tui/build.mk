# SPDX-License-Identifier: GPL-2.0

TAMTOP := $(O)/tui/tamtop
# Folders are layers: tui/app/app.h has the map.
tamtop_src := $(patsubst tui/%.c,%,\
	$(wildcard tui/*.c tui/*/*.c tui/*/*/*.c))
tamtop_obj := $(tamtop_src:%=$(O)/tui/%.o) $(COMMON_OBJS)

all: $(TAMTOP)

$(O)/tui/%.o: override CPPFLAGS += -Itui
$(O)/tui/options.o: CPPFLAGS += -DTAMTOP_VERSION='"$(VERSION)"'
$(TAMTOP): LDLIBS += -lncursesw -ltinfo -lyajl -linih -lzstd -lpthread
$(TAMTOP): $(tamtop_obj) $(O)/lib/libtamalloc.a
	$(link)

install-parts += tui
install-tui = 755:$(TAMTOP):$(BINDIR)/tamtop \
	644:tui/tamtop.1:$(MANDIR)/man1/tamtop.1
