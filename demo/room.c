// SPDX-License-Identifier: GPL-2.0
/* What a scenario may take without harm to the machine. */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>

#include "common/format.h"
#include "room.h"

/* Bytes; of a kernel that does not say, all there could be. */
static uint64_t available(void)
{
	FILE *in = fopen("/proc/meminfo", "re");
	uint64_t kb = UINT64_MAX / 1024;
	char line[128];

	if (!in)
		return UINT64_MAX;
	while (fgets(line, sizeof(line), in))
		if (sscanf(line, "MemAvailable: %" SCNu64, &kb) == 1)
			break;
	fclose(in);
	return kb > UINT64_MAX / 1024 ? UINT64_MAX : kb * 1024;
}

bool room_for(uint64_t bytes)
{
	uint64_t most = available() / 2;
	char size[FORMAT_MAX], half[FORMAT_MAX];

	if (bytes <= most)
		return true;
	format_size(size, sizeof(size), bytes);
	format_size(half, sizeof(half), most);
	warnx("%s is more than half of the memory that is available; give a --size of up to %s",
	      size, half);
	return false;
}

void room_offer(void)
{
	FILE *file = fopen("/proc/self/oom_score_adj", "we");

	if (!file)
		return;
	fputs("1000", file);
	fclose(file);
}
