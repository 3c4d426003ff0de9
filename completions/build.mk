# SPDX-License-Identifier: GPL-2.0
#
# Completions of the command lines, made from the tables that they are parsed by.

completed := tamtop tamdemo
completion-dir := $(O)/completions
completions := $(foreach name,$(completed),$(completion-dir)/bash/$(name) \
	$(completion-dir)/zsh/_$(name) $(completion-dir)/fish/$(name).fish)

all: $(completions)

writer-objs := $(patsubst %.c,$(O)/%.o,$(filter-out $(completed:%=completions/%.c),\
	$(wildcard completions/*.c)))
$(completion-dir)/tamtop.o: override CPPFLAGS += -Itui
$(completion-dir)/tamtop: $(completion-dir)/tamtop.o $(writer-objs) \
		$(filter-out $(O)/tui/main.o,$(tamtop_obj)) $(LIBTAMALLOC)
	$(link)
$(completion-dir)/tamtop: private LDLIBS = -lncursesw -ltinfo -lyajl -linih -lzstd \
	-lpthread
$(completion-dir)/tamdemo: $(completion-dir)/tamdemo.o $(writer-objs) \
		$(demo-objs) $(LIBTAMALLOC)
	$(link)
$(completion-dir)/tamdemo: private LDLIBS = -lpthread

define write-completion
	$(say) WRITE $@
	@mkdir -p $(@D)
	$(Q)$(completion-dir)/$* $(notdir $(@D)) >$@
endef

$(completion-dir)/bash/%: $(completion-dir)/% completions/bash.in
	$(write-completion)
	$(Q)sed '1,/^$$/d; s/@NAME@/$*/g' completions/bash.in >>$@
$(completion-dir)/zsh/_%: $(completion-dir)/%
	$(write-completion)
$(completion-dir)/fish/%.fish: $(completion-dir)/%
	$(write-completion)

install-parts += completions
install-completions = $(foreach name,$(completed),\
	644:$(completion-dir)/bash/$(name):$(BASHCOMPDIR)/$(name) \
	644:$(completion-dir)/zsh/_$(name):$(ZSHCOMPDIR)/_$(name) \
	644:$(completion-dir)/fish/$(name).fish:$(FISHCOMPDIR)/$(name).fish)
