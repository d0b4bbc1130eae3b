/** Variables of a method call that no Python name can reach: the class it stands in, and its first argument. */
export const OWNER = "class of this method";
export const SELF = "first argument of this method";
