# SPDX-License-Identifier: GPL-2.0
#
# What is installed stands in lists, install-lib and the like: a word for each
# file, MODE:FILE:PLACE, or link:TARGET:PLACE. 'make install' and 'make
# uninstall' both go by them. A folder adds its list to install-parts, and those
# folders to install-folders that are nobody else's.

install-targets := $(install-parts:%=install-%)
installed = $(foreach part,$(install-parts),$(install-$(part)))
columns = $(subst :, ,$1)
quoted = '$(subst ','\'',$1)'
path = $(DESTDIR)$(word 3,$(columns))
place = $(call quoted,$(path))
install-copy = $(INSTALL) -D -m $(word 1,$(columns)) $(word 2,$(columns)) $(place)
install-link = $(INSTALL) -d $(call quoted,$(dir $(path))) && \
	ln -sf $(word 2,$(columns)) $(place)
install-one = $(if $(filter link:%,$1),$(install-link),$(install-copy))

# A word is a file, and a colon ends a column: neither can stand in a place.
places := DESTDIR PREFIX BINDIR LIBDIR INCLUDEDIR DATADIR MANDIR DOCDIR \
	BASHCOMPDIR ZSHCOMPDIR FISHCOMPDIR SYSTEMDDIR
no-place := $(firstword $(foreach name,$(places),\
	$(if $(findstring :,$($(name)))$(word 2,x$($(name))x),$(name))))
ifneq ($(and $(no-place),$(filter install% uninstall,$(MAKECMDGOALS))),)
$(error $(no-place) has a blank or a colon in it, which make can't install to)
endif

.PHONY: install uninstall $(install-targets)
install: $(install-targets) ## install below PREFIX (/usr/local); DESTDIR is honoured

define needs
install-$1: $(foreach i,$(filter-out link:%,$(install-$1)),$(word 2,$(subst :, ,$i)))
endef
$(foreach part,$(install-parts),$(eval $(call needs,$(part))))

$(install-targets):
	$(say) INSTALL $(@:install-%=%)
	$(Q)$(foreach i,$($@),$(call install-one,$i) &&) :

uninstall: ## remove what make install puts there, with the same variables
	$(say) REMOVE $(call quoted,$(DESTDIR)$(PREFIX))
	$(Q)rm -f $(foreach i,$(installed),$(call place,$i))
	$(Q)for folder in $(foreach i,$(install-folders),$(call quoted,$i)); do \
		rmdir $(call quoted,$(DESTDIR))"$$folder" 2>/dev/null || :; \
	done
