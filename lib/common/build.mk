# SPDX-License-Identifier: GPL-2.0
#
# What tamtop and tamdemo share: time, and numbers as text.

COMMON_OBJS := $(O)/lib/common/clock.o $(O)/lib/common/format.o
override CPPFLAGS += -Ilib
