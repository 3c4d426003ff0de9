// SPDX-License-Identifier: GPL-2.0
/* What time it is on the wall: in names of files, captions and notices. */
#include "app/wall.h"

struct tm wall_tm(int64_t wall_s)
{
	time_t when = (time_t)wall_s;
	struct tm tm = { 0 };

	tzset();
	localtime_r(&when, &tm);
	return tm;
}

void wall_text_of(int64_t wall_s, const char *format, char *buf, size_t len)
{
	const struct tm tm = wall_tm(wall_s);

	if (!strftime(buf, len, format, &tm))
		*buf = '\0';
}

void wall_text(const struct clock *wall, const char *format, char *buf,
	       size_t len)
{
	wall_text_of((int64_t)(clock_now(wall) / NSEC_PER_SEC), format, buf,
		     len);
}
