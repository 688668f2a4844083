/* Stands in for what bat-dau.cmd asks for where it installs, and Wine has not: a Python for Windows, and (under that
   name) findstr. As Python it does as it is told by files in the current folder:

   stand-in-version  the exit code for the question which Python this is (else 0)
   stand-in-no-venv  no environment can be made
   stand-in-pip      what pip says before it fails
   stand-in-broken   what pip installs cannot be imported
   A file "broken" in an environment's folder says that its libraries cannot be imported; pip takes it away. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static int is_there(const char *path)
{
    return GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES;
}

static int make_environment(const WCHAR *own, const char *folder)
{
    WCHAR path[MAX_PATH];
    if (is_there("stand-in-no-venv")) {
        puts("No module named venv");
        return 1;
    }
    swprintf(path, MAX_PATH, L"%hs", folder);
    CreateDirectoryW(path, NULL);
    swprintf(path, MAX_PATH, L"%hs\\Scripts", folder);
    CreateDirectoryW(path, NULL);
    swprintf(path, MAX_PATH, L"%hs\\Scripts\\python.exe", folder);
    if (!CopyFileW(own, path, FALSE))
        return 1;
    swprintf(path, MAX_PATH, L"%hs\\broken", folder);
    return CloseHandle(CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL)) == 0;
}

static int install(const WCHAR *own)
{
    char line[512];
    WCHAR path[MAX_PATH];
    FILE *says = fopen("stand-in-pip", "r");
    if (!says) {
        swprintf(path, MAX_PATH, L"%ls\\..\\..\\broken", own);
        return !is_there("stand-in-broken") && !DeleteFileW(path);
    }
    while (fgets(line, sizeof line, says))
        fputs(line, stdout);
    fclose(says);
    return 1;
}

static int import_libraries(const WCHAR *own)
{
    WCHAR path[MAX_PATH];
    swprintf(path, MAX_PATH, L"%ls\\..\\..\\broken", own);
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

/* findstr /i /c:"…" /c:"…" FILE: 0 when a line of the file holds one of the words. */
static int find_words(int count, char **words)
{
    char line[512];
    FILE *log = fopen(words[count - 1], "r");
    int at;
    while (log && fgets(line, sizeof line, log))
        for (at = 1; at < count - 1; at++)
            if (!strncmp(words[at], "/c:", 3) && strstr(strlwr(line), strlwr(words[at] + 3)))
                return 0;
    return 1;
}

int main(int count, char **words)
{
    WCHAR own[MAX_PATH]; /* the checkout lies in a folder with letters that no code page has */
    int at = count > 1 && !strcmp(words[1], "-3") ? 2 : 1, code = 0;
    FILE *version;
    GetModuleFileNameW(NULL, own, MAX_PATH);
    if (wcsstr(own, L"findstr.exe"))
        return find_words(count, words);
    if (at + 1 < count && !strcmp(words[at], "-c")) {
        if (!strstr(words[at + 1], "version_info"))
            return import_libraries(own);
        if ((version = fopen("stand-in-version", "r"))) {
            fscanf(version, "%d", &code);
            fclose(version);
        }
        return code;
    }
    if (at + 1 < count && !strcmp(words[at], "-m"))
        return strcmp(words[at + 1], "venv") ? install(own) : make_environment(own, words[at + 2]);
    printf("ran %ls\n", wcsrchr(own, L'\\') + 1);
    for (; at < count; at++)
        printf("word %s\n", words[at]);
    return 0;
}
