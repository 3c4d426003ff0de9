/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#ifndef TUI_SOURCE_PROCESS_KERNEL_ABI_H
#define TUI_SOURCE_PROCESS_KERNEL_ABI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/*
 * Two ioctls of /proc/PID that are younger than the headers of Debian 12:
 * copies of include/uapi/linux/fs.h, under names of their own, so that newer
 * headers do no harm. Described in Documentation/admin-guide/mm/pagemap.rst
 * and Documentation/filesystems/proc.rst.
 */

/* On /proc/PID/pagemap, since 6.7: the pages of some categories, as regions. */
#define PAGEMAP_IOC_SCAN	_IOWR('f', 16, struct pagemap_scan_arg)

#define PAGEMAP_IS_FILE		(1 << 2)
#define PAGEMAP_IS_PRESENT	(1 << 3)
#define PAGEMAP_IS_SWAPPED	(1 << 4)
#define PAGEMAP_IS_PFNZERO	(1 << 5)
#define PAGEMAP_IS_HUGE		(1 << 6)
#define PAGEMAP_IS_GUARD	(1 << 8)	/* since 6.15 */

/* struct page_region */
struct pagemap_region {
	__u64 start;
	__u64 end;
	__u64 categories;
};

/* struct pm_scan_arg */
struct pagemap_scan_arg {
	__u64 size;
	__u64 flags;
	__u64 start;
	__u64 end;
	__u64 walk_end;		/* out */
	__u64 vec;		/* of struct pagemap_region */
	__u64 vec_len;
	__u64 max_pages;
	__u64 category_inverted;
	__u64 category_mask;
	__u64 category_anyof_mask;
	__u64 return_mask;
};

/* On /proc/PID/maps, since 6.11: the mapping at an address, or behind it. */
#define PROCMAP_IOC_QUERY	_IOWR('f', 17, struct procmap_query_arg)

#define PROCMAP_READABLE	0x01
#define PROCMAP_WRITABLE	0x02
#define PROCMAP_EXECUTABLE	0x04
#define PROCMAP_SHARED		0x08
#define PROCMAP_COVERING_OR_NEXT 0x10

/* struct procmap_query */
struct procmap_query_arg {
	__u64 size;
	__u64 query_flags;
	__u64 query_addr;
	__u64 vma_start;	/* out, down to dev_minor */
	__u64 vma_end;
	__u64 vma_flags;
	__u64 vma_page_size;
	__u64 vma_offset;
	__u64 inode;
	__u32 dev_major;
	__u32 dev_minor;
	__u32 vma_name_size;	/* in and out, with its NUL */
	__u32 build_id_size;
	__u64 vma_name_addr;
	__u64 build_id_addr;
};

#endif
