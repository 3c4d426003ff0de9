/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_LOOK_H
#define TUI_REPORT_LOOK_H

#include "data/demand.h"
#include "data/sample.h"
#include "source/source.h"

/* One look into a process; what is in the way of it ends the program. */

/* Which process has @pid now; dies if none has. @sample is used for it. */
struct proc_id look_for(struct source *source, pid_t pid,
			struct sample *sample);

/*
 * What @demand asks for, into @sample, which has mappings if it asks for them.
 * false: the process is a kernel thread or a zombie. Frees what @demand holds.
 */
bool look_ask(struct source *source, struct demand *demand,
	      struct sample *sample);

/*
 * The mappings of the process @id into @sample; none, and a line about that on
 * standard error, where it has no memory.
 */
void look_into(struct source *source, struct proc_id id,
	       struct sample *sample);

/* Say that a process has ended, or become another program, and end. */
_Noreturn void look_gone(pid_t pid);

#endif
