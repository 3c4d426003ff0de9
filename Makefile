# SPDX-License-Identifier: GPL-2.0
#
# make run   boots the guest into tamtop        make test   runs every test
# make help  lists the other targets            V=1         shows the commands

VERSION := 0.1.0

O ?= build
CC = gcc
CFLAGS ?= -O2 -g
LDFLAGS ?=
INSTALL ?= install
WERROR ?= 0
SANITIZE ?=
V ?= 0
export O V CC

# Where things are installed to; DESTDIR stands before each.
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
DOCDIR ?= $(DATADIR)/doc/tamtop
BASHCOMPDIR ?= $(DATADIR)/bash-completion/completions
ZSHCOMPDIR ?= $(DATADIR)/zsh/site-functions
FISHCOMPDIR ?= $(DATADIR)/fish/vendor_completions.d
SYSTEMDDIR ?= $(PREFIX)/lib/systemd/system

ifeq ($(V),1)
Q :=
say = @:
else
Q := @
say = @printf '  %-8s %s\n'
MAKEFLAGS += --no-print-directory
endif

override CPPFLAGS += -D_GNU_SOURCE -Ilib/include
override CFLAGS += -std=gnu11 -fno-strict-aliasing -Wall -Wextra -Wshadow \
	-Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wwrite-strings -Wformat=2 -Wno-format-nonliteral
# What a compiler warns of that is newer than those tried is no error.
tried := $(if $(findstring clang,$(CC)),19,14)
ifeq ($(WERROR),1)
ifeq ($(shell [ "$$($(CC) -dumpversion | cut -d. -f1)" -le $(tried) ] && \
	echo tried),tried)
override CFLAGS += -Werror
endif
endif
ifneq ($(SANITIZE),)
override CFLAGS += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
override LDFLAGS += -fsanitize=$(SANITIZE)
endif

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
.PHONY: all
all: ## build tamtop, tamdemo and libtamalloc for this machine

all:
	@:

include lib/build.mk lib/common/build.mk demo/build.mk tui/build.mk vm/build.mk
include systemd/build.mk
include completions/build.mk docs/build.mk packages/build.mk tests/build.mk
include install.mk

# One rule compiles everything; a folder adds what only it needs through
# target-specific CPPFLAGS, and links through $(link).
$(O)/%.o: %.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

define link
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LDLIBS)
endef

# Work on the series: see kernel-patches/README.md.
.PHONY: kernel-dev kernel-export
kernel-dev: ## a git tree of the kernel with the series, built incrementally
	$(Q)vm/deps run
	$(Q)vm/kernel-dev build

kernel-export: ## write the commits of that tree back to kernel-patches/
	$(Q)vm/kernel-dev export

.PHONY: pictures
pictures: guest ## take README's pictures anew, from real runs in the guest
	$(Q)vm/deps run
	$(Q)O=$(O) docs/pictures/take

.PHONY: recording
recording: guest ## record demo/demo.tam anew, in the guest
	$(Q)vm/deps run
	$(Q)O=$(O) docs/recording/take

.PHONY: deps clean help
deps: ## install the Debian packages that are missing (as root)
	$(Q)vm/deps all

clean: ## remove what was built here (kernels stay in the cache)
	$(Q)rm -rf $(O)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-17s %s\n", $$1, $$2}' \
		$(MAKEFILE_LIST)

# Not those of packages whose build has failed.
-include $(shell find $(O) -path $(O)/deb -prune -o -name '*.d' -type f -print \
	2>/dev/null)
