/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_ACT_H
#define TUI_APP_ACT_H

#include "app/state.h"

/*
 * What is done to the world, and only here: places are opened, questions asked,
 * programs started and ended. --readonly holds here.
 */

/* Do what a view has answered. */
void act_perform(struct app *app, const struct act *act);

/* Ask for another delay. */
void act_ask_delay(struct app *app);

/* Ask for a time of the recording, and go there. */
void act_ask_time(struct app *app);

/* More is known: what is being typed may mean something else by now. */
void act_follow_typing(struct app *app);

/* A key for the question that is open. */
void act_question_key(struct app *app, uint32_t key);

/* End the program; where something still runs that it started, ask first. */
void act_quit(struct app *app);

/* Something that was started may have ended: tell it. */
void act_take_ends(struct app *app);

/* Start a command, and follow it; open @opening of it. */
void act_run_command(struct app *app, char *const argv[],
		     enum opening opening);

/* End what was started, or say what was left running. */
void act_end_launches(struct app *app);

#endif
