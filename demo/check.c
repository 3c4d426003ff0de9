// SPDX-License-Identifier: GPL-2.0
/* Is fresh memory zero, byte for byte? */
#include <stdlib.h>

#include "check.h"

size_t check_zero(unsigned char *mem, size_t len, unsigned short seed[3])
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (mem[i])
			break;
		mem[i] = (unsigned char)('A' + nrand48(seed) % 26);
	}
	return i;
}
