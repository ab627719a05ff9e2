int
mini_device_register(device_t dev, struct mini_ctx *ctx)
{
	int error, vectors;

	vectors = iflib_msix_init(ctx);
	if ((error = iflib_queues_alloc(ctx)) != 0)
		goto free_vectors;
	if ((error = IFDI_MSIX_INTR_ASSIGN(ctx, vectors)) != 0)
		goto release;
	return (0);

release:
	pci_release_msi(ctx->dev);
	return (error);
free_vectors:
	iflib_free_intr_mem(ctx);
	return (error);
}
