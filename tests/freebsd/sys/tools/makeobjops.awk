# Makes the header of an interface: "METHOD int name;" becomes a macro and a prototype.
BEGIN {
	out = ARGV[1]
	sub(/.*\//, "", out)
	sub(/\.m$/, ".h", out)
	ARGV[2] = ""
}
/^METHOD / {
	sub(/;$/, "", $3)
	printf "int mini_%s(struct if_ctx *);\n", $3 > out
	printf "#define IFDI_%s(ctx) mini_%s(ctx)\n", toupper($3), $3 > out
}
