/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which kernel is this? Internal to libtamalloc, apart for its tests. */
#ifndef TAM_LIB_ABI_H
#define TAM_LIB_ABI_H

#pragma GCC visibility push(hidden)

#define TAM_ABI_FILE	"/sys/kernel/mm/tamalloc/abi"

/* System call numbers: arch/x86/entry/syscalls/syscall_64.tbl of the series. */
enum {
	TAM_NR_TAMALLOC = 465,
	TAM_NR_GET_MEM_STATS,
	TAM_NR_GET_TOTAL_MEM_STATS,
	TAM_NR_LIST_MEM_STATS,
};

/*
 * The ABI version that the file at @path states if this library speaks it,
 * else 0: the file is missing, cannot be read, or says anything else.
 */
int tam_abi_read(const char *path);

/*
 * What tamalloc_abi() answers if the ABI file is @path: tam_abi_read(), and
 * then whether tamalloc(2) gets through to the kernel. Changes errno.
 */
int tam_abi_look(const char *path);

#pragma GCC visibility pop

#endif /* TAM_LIB_ABI_H */
