# What a driver of the small network framework does.
METHOD int attach_post;
METHOD int detach;
