/* Stands in for choice.exe, which Wine lacks: the place of the first key of /c that is read; 255 when none comes. */
#include <io.h>
#include <string.h>

int main(int count, char **words)
{
    const char *keys = "YN";
    for (int at = 1; at + 1 < count; at++)
        if (!_stricmp(words[at], "/c"))
            keys = words[at + 1];
    for (char key; _read(0, &key, 1) == 1;)
        if (key > ' ' && strchr(keys, key))
            return (int)(strchr(keys, key) - keys) + 1;
    return 255;
}
