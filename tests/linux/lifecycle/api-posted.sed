# Of api.cocci: the API as it was posted. The function sets the flag before it allocates, and the
# release is set up where it always was.
/^\/\/ Up to 6\.1 there is no api\.c/,/^\/\/  The functions (api\.c/{
	/^\/\/  The functions (api\.c/!d
}
s/^+	int ret = pcim_setup_msi_context(dev);/+	dev->is_msi_managed = true;/
/^+	if (ret)$/d
/^+		return ret;$/d
