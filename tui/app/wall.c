// SPDX-License-Identifier: GPL-2.0
/* What time it is on the wall: in names of files, captions and notices. */
#include <time.h>

#include "app/wall.h"

void wall_text(const struct clock *wall, const char *format, char *buf,
	       size_t len)
{
	time_t now = (time_t)(clock_now(wall) / NSEC_PER_SEC);
	struct tm tm = { 0 };

	tzset();
	localtime_r(&now, &tm);
	if (!strftime(buf, len, format, &tm))
		*buf = '\0';
}
