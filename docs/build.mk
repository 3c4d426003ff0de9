# SPDX-License-Identifier: GPL-2.0
#
# What is there to be read, where README.md looks for it, too.

docs := README.md NEWS $(sort $(wildcard docs/*.md docs/pictures/*.svg))

install-parts += docs
install-docs = $(foreach doc,$(docs),644:$(doc):$(DOCDIR)/$(doc))
install-folders += $(if $(filter docs/pictures/%,$(docs)),$(DOCDIR)/docs/pictures) \
	$(DOCDIR)/docs $(DOCDIR)
