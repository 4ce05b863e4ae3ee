# ruleid: reordered-text
open_door if level != "user‮⁦ # only for admins"
# ok: reordered-text
greeting = "‫שלום‬"
