package dev.akvvm.files;

/**
 * With whose rights files are opened, and who owns new ones.
 *
 * @param user the user's id, unsigned
 * @param group the id of the user's primary group, unsigned
 */
public record FileIdentity(int user, int group) {}
