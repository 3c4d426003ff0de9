# SPDX-License-Identifier: GPL-2.0
#
# What is there to be read, where README.md and the pages look for it, too; and
# a recording, for whoever wants to see it at work first.

docs := README.md NEWS demo/demo.tam $(sort $(wildcard docs/*.md \
	docs/pictures/*.svg docs/json/*.json docs/fleets/*.yml \
	tests/bench/RESULTS.md))

install-parts += docs
install-docs = $(foreach doc,$(docs),644:$(doc):$(DOCDIR)/$(doc))
install-folders += $(patsubst %/,$(DOCDIR)/%,\
	$(sort $(filter docs/%/ demo/ tests/%/,$(dir $(docs))))) \
	$(DOCDIR)/docs $(DOCDIR)/tests $(DOCDIR)
