// The program. Subcommands arrive with their rooms.
int main() {
    return 0;
}
