// Other functions stay, and so does what is written about this one.
static void stop(struct device *dev)
{
	/* del_timer_sync() would wait for ourselves */
	del_timer(&dev->timer);
}
