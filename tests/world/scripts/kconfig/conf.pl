#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
# Reads Kconfig and writes .config, or what the build reads of it.
# usage: conf.pl SRCTREE allmodconfig|allyesconfig|allnoconfig|tinyconfig|olddefconfig|syncconfig [ALLCONFIG]
#	conf.pl SRCTREE localmodconfig LSMOD
use strict;
use warnings;

my ($srctree, $goal, $given) = @ARGV;
my (@names, %type, %depends, %prompt, %value);

sub parse {
	my ($path) = @_;
	my $name = '';
	open(my $in, '<', "$srctree/$path") or die "$path: $!\n";
	while (<$in>) {
		if (/^source "(.*)"/) { parse($1 =~ s/\$\(SRCARCH\)/$ENV{SRCARCH}/r) }
		elsif (/^config (\w+)/) { $name = $1; push @names, $name }
		elsif (/^\s+(bool|tristate)(\s+"|\s*$)/) { $type{$name} = $1; $prompt{$name} = $2 =~ /"/ }
		elsif (/^\s+depends on (.+)/) { push @{$depends{$name}}, split(/\s*&&\s*/, $1) }
		elsif (/^\s*(#.*|help.*|default \w|mainmenu .*|\s{10,}.*)?$/) { }
		elsif (!/^\t  /) { die "$path:$.: not understood\n" }
	}
	close($in);
}

sub met {
	my ($name) = @_;
	for my $other (@{$depends{$name} || []}) {
		my $not = $other =~ s/^!//;
		return 0 if $not xor ($value{$other} // 'n') eq 'n';
	}
	return 1;
}

sub put {
	my ($path, @lines) = @_;
	my $text = join('', @lines);
	my $old = '';
	if (open(my $in, '<', $path)) { local $/; $old = <$in> // ''; close($in) }
	return if $old eq $text && -e $path;
	open(my $out, '>', $path) or die "$path: $!\n";
	print $out $text;
	close($out) or die "$path: $!\n";
}

if ($goal eq 'syncconfig') {
	open(my $in, '<', '.config') or die "*** no .config: configure first\n";
	my @lines = grep { /^CONFIG_/ } <$in>;
	close($in);
	mkdir for 'include', 'include/config', 'include/generated';
	put('include/config/auto.conf', @lines);
	put('include/generated/autoconf.h', map {
		/^(\w+)=(.)/ ? "#define $1" . ($2 eq 'm' ? '_MODULE' : '') . " 1\n" : ()
	} @lines);
	exit 0;
}

# Like the real one: off goes what no module of the list is made by, nor needed for by another one.
if ($goal eq 'localmodconfig') {
	my (%loaded, %option_of, %keep);

	open(my $list, '<', $given) or die "$given: $!\n";
	while (<$list>) { $loaded{$1} = 1 if !/^Module/ && /^(\S+)/ }
	close($list);
	for my $makefile (split(/\n/, `find $srctree -name Makefile`)) {
		open(my $in, '<', $makefile) or die "$makefile: $!\n";
		while (<$in>) {
			next unless /^obj-\$\(CONFIG_(\w+)\)\s*\+?=\s*(.*)/;
			my $option = $1;
			push @{$option_of{$_ =~ tr/-/_/r}}, $option for map { /^(.*)\.o$/ ? $1 : () } split(' ', $2);
		}
		close($in);
	}
	parse('Kconfig');
	my @todo = map { @{$option_of{$_} || []} } keys %loaded;
	while (defined(my $name = shift @todo)) {
		push @todo, grep { /^\w+$/ } @{$depends{$name} || []} unless $keep{$name}++;
	}
	open(my $in, '<', '.config') or die "*** no .config: configure first\n";
	my @lines = map { /^CONFIG_(\w+)=m/ && !$keep{$1} ? "# CONFIG_$1 is not set\n" : $_ } <$in>;
	close($in);
	put('.config', @lines);
	exit 0;
}

my %forced;
if ($goal eq 'olddefconfig' && open(my $in, '<', '.config')) {
	while (<$in>) { $forced{$1} = $2 if /^CONFIG_(\w+)=([ymn])/ }
	close($in);
} elsif ($given && open(my $in, '<', $given)) {
	while (<$in>) { $forced{$1} = $2 if /^CONFIG_(\w+)=([ymn])/ }
	close($in);
}
parse('Kconfig');
for my $name (@names) {
	my $most = $goal =~ /^allmod/ && $type{$name} eq 'tristate' ? 'm' :
		   $goal =~ /^all(mod|yes)/ ? 'y' : 'n';

	$value{$name} = $prompt{$name} && met($name) ? $forced{$name} // $most : 'n';
}
put('.config', map { $value{$_} eq 'n' ? "# CONFIG_$_ is not set\n" : "CONFIG_$_=$value{$_}\n" } @names);
print "#\n# configuration written to .config\n#\n";
