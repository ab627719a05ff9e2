/* The task is detached already, and the other function attaches none. */
int
mini_device_register(device_t dev, struct mini_ctx *ctx)
{
	int error;

	taskqgroup_attach(mini_group, &ctx->task, ctx, -1, "admin");
	if ((error = iflib_queues_alloc(ctx)) != 0)
		goto out;
	return (0);

out:
	taskqgroup_detach(mini_group, &ctx->task);
	IFDI_DETACH(ctx);
	return (error);
}

void
mini_stop(struct mini_ctx *ctx)
{
	if (ctx->stopped)
		goto out;
	iflib_rx_structures_free(ctx);
out:
	IFDI_DETACH(ctx);
}
