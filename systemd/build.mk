# SPDX-License-Identifier: GPL-2.0

metrics-service := $(O)/systemd/tamtop-metrics.service
metrics-timer := $(O)/systemd/tamtop-metrics.timer

all: $(metrics-service) $(metrics-timer)

# BINDIR may be another one than last time.
.PHONY: force-systemd
$(metrics-service): systemd/tamtop-metrics.service.in force-systemd
	@mkdir -p $(@D)
	$(Q)sed 's|@BINDIR@|$(BINDIR)|' $< >$@.new
	$(Q)cmp -s $@.new $@ || cp $@.new $@
	$(Q)rm $@.new

$(metrics-timer): systemd/tamtop-metrics.timer
	@mkdir -p $(@D)
	$(Q)cp $< $@

install-parts += systemd
install-systemd = 644:$(metrics-service):$(SYSTEMDDIR)/tamtop-metrics.service \
	644:$(metrics-timer):$(SYSTEMDDIR)/tamtop-metrics.timer
