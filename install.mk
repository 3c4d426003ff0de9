# SPDX-License-Identifier: GPL-2.0
#
# What is installed stands in lists, install-lib and the like: a word for each
# file, MODE:FILE:PLACE, or link:TARGET:PLACE. 'make install' and 'make
# uninstall' both go by them. A folder adds its list to install-parts, and those
# folders to install-folders that are nobody else's.

install-targets := $(install-parts:%=install-%)
installed = $(foreach part,$(install-parts),$(install-$(part)))
columns = $(subst :, ,$1)
place = $(DESTDIR)$(word 3,$(columns))
install-copy = $(INSTALL) -D -m $(word 1,$(columns)) $(word 2,$(columns)) $(place)
install-link = $(INSTALL) -d $(dir $(place)) && ln -sf $(word 2,$(columns)) $(place)
install-one = $(if $(filter link:%,$1),$(install-link),$(install-copy))

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
	$(say) REMOVE '$(DESTDIR)$(PREFIX)'
	$(Q)rm -f $(foreach i,$(installed),$(call place,$i))
	$(Q)for folder in $(install-folders); do \
		rmdir '$(DESTDIR)'"$$folder" 2>/dev/null || :; \
	done
