# SPDX-License-Identifier: GPL-2.0

TAMTOP := $(O)/tui/tamtop
tamtop_src := app batch column command demand frame header look \
	loop main model options pages procfs sample screen source_syscall \
	status terminal text value view_help view_list walk_budget worker
tamtop_obj := $(tamtop_src:%=$(O)/tui/%.o) $(COMMON_OBJS)

all: $(TAMTOP)

$(O)/tui/options.o: CPPFLAGS += -DTAMTOP_VERSION='"$(VERSION)"'
$(TAMTOP): LDLIBS += -lncursesw -ltinfo -lpthread
$(TAMTOP): $(tamtop_obj) $(O)/lib/libtamalloc.a
	$(link)

.PHONY: install-tui
install: install-tui
install-tui: $(TAMTOP)
	$(Q)$(INSTALL) -D -m 755 $(TAMTOP) $(DESTDIR)$(PREFIX)/bin/tamtop
	$(Q)$(INSTALL) -D -m 644 tui/tamtop.1 \
		$(DESTDIR)$(PREFIX)/share/man/man1/tamtop.1
