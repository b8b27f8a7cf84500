#r "nuget: Newtonsoft.Json, 13.0.3"
#r "NotThere.dll"
#r "profile.csx"
#load "https://example.com/shared.csx"
#load "\\server\share\shared.csx"
#load "shared/missing.csx"
#load "../../profile.csx"

record Row(int Id)
