"""Runs in a zygote and its boxes, before any student code does: gives up what a student's code must not have.

Theory of operation. What is the same for all boxes is done once, by the zygote: it leaves the machine's network and
processes (`leaving`), moves into a file tree that holds Python and its libraries and nothing else (`tree`), forgoes
capabilities, and makes the rules ready (`locking`). A box is one fork: it becomes process 1 of a namespace of its own,
so that killing it ends all that it has started. It then gives up, in this order:

- memory, processes and cores beyond its share: its control group (`groups`, L0), and the kernel's limits (`limits`);
- the file tree: private folders and a view of its own processes are all that is added to the common one;
- the identity: no root, no capability, no way to gain privileges;
- the rest of the file system once more, by `landlock`, in case the tree has a hole;
- the system calls that a notebook has no use for, by `seccomp`; `rules` says which it has.

Where the machine grants no namespaces (L2), Landlock hides its file tree, and seccomp keeps the box to one process.
"""
