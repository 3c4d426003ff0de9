# SPDX-License-Identifier: GPL-2.0
#
# What tamtop and tamdemo share: time, and numbers as text.

COMMON_OBJS := $(O)/common/clock.o $(O)/common/format.o
override CPPFLAGS += -Icommon
