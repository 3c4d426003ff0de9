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

/* What a look at the kernel has found. */
struct tam_abi {
	int version;		/* that the ABI file states; 0: none */
	unsigned int has;	/* TAMALLOC_HAS_*; 0 for a foreign version */
};

/*
 * The version that the file at @path states, known here or not; 0: the file is
 * missing, cannot be read, or does not hold a number and a newline.
 */
int tam_abi_read(const char *path);

/*
 * What there is to use if the ABI file is @path: tam_abi_read(), and if that is
 * the version spoken here, which calls get through. Changes errno.
 */
struct tam_abi tam_abi_look(const char *path);

#pragma GCC visibility pop

#endif /* TAM_LIB_ABI_H */
