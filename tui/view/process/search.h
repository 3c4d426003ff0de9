/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PROCESS_SEARCH_H
#define TUI_VIEW_PROCESS_SEARCH_H

#include "view/process/process.h"

/* Obey a command that searches the mappings; false: it is another one. */
bool process_search_command(struct process_view *process,
			    const struct view_env *env, enum command command,
			    struct act *act);

/* Of struct view_ops. */
void process_search_typing(struct view *view, const struct view_env *env,
			   struct typing *typing);

#endif
