// SPDX-License-Identifier: GPL-2.0
/* How init ends, and the guest with it. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "die.h"

void init_reset(void)
{
	sync();
	reboot(RB_AUTOBOOT);
	_exit(1);
}

void init_die(int errnum, const char *fmt, ...)
{
	FILE *log = fopen("/dev/kmsg", "w");
	va_list ap;

	if (log) {
		fputs("<3>init: ", log);
		va_start(ap, fmt);
		vfprintf(log, fmt, ap);
		va_end(ap);
		if (errnum)
			fprintf(log, ": %s", strerror(errnum));
		fputc('\n', log);
		fclose(log);
	}
	init_reset();
}
