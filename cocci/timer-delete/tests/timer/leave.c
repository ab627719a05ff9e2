// What is no call of the two stays: other functions, text, and the names handed on, which prove
// then names as residue.
static int stop(struct unit *unit)
{
	/* del_timer_sync() would wait for ourselves */
	pr_debug("del_timer(%p)\n", unit);
	unit->ops->del_timer(unit);
	unit->stop = del_timer;
	return try_to_del_timer_sync(&unit->timer) + timer_delete(&unit->other);
}
