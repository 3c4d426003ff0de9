# SPDX-License-Identifier: GPL-2.0
#
# What others get: a tarball of the source, and Debian packages.

dist-name := tamtop-$(VERSION)
tarball := $(O)/dist/$(dist-name).tar.xz

.PHONY: deb dist test-packages
dist: ## a tarball of what is committed, in build/dist/
	$(say) DIST $(tarball)
	@mkdir -p $(dir $(tarball))
	$(Q)git archive --format=tar --prefix=$(dist-name)/ \
		-o $(tarball:.xz=) HEAD
	$(Q)xz -9 -T1 -f $(tarball:.xz=)

deb: ## Debian packages of the source as it is, in build/deb/
	$(Q)vm/deps deb
	$(Q)packages/deb

test-packages: deb ## try those on a bare Debian 12 and 13, and under their systemd
	$(Q)tests/packages/bare bookworm trixie
	$(Q)tests/packages/systemd bookworm trixie
